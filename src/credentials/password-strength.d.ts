export const tooEasy: number;
export function foldPassword(text: string): string;
export function effectiveLength(
  password: string,
  words: ReadonlySet<string>,
  own?: ReadonlySet<string>,
): number;
export function levelOf(effective: number): number;
