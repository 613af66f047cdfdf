// What the form of a change says about its effects. Pure types, for every room whose pages ask.

export type SeenEffects = {
  digest?: string | undefined; // of the losses that were shown
  trial?: boolean; // nothing is kept, whatever happens
  editable?: boolean; // there is a form to go back to
  back: { href: string; label: string }; // where the change was begun
};
