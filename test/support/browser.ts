// A browser without a screen: keeps cookies per host (ports do not count, RFC 6265 section 8.5),
// follows redirects, fills in the forms of the page it is on. For what needs a real engine there is
// Chromium; everything else goes faster through this.

export type Form = {
  action: string; // absolute
  method: 'get' | 'post';
  fields: Record<string, string>; // as the page prefilled them, without the buttons
  boxes: string[]; // names of what can be ticked
  buttons: { name: string; value: string; text: string }[];
};

export type Page = {
  url: string; // where the answer came from, after redirects
  status: number;
  headers: Headers;
  text: string;
  forms: Form[];
  title: string;
  /** The absolute target of a redirect that was not followed. */
  location: string | undefined;
  /** Every address that was asked on the way, this one last. */
  visited: string[];
};

export type Visit = { follow?: boolean; headers?: Record<string, string> };

type Cookie = { name: string; value: string; path: string; secure: boolean; expires: number };

const decode = (text: string) =>
  text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');

function attribute(tag: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}(?:="([^"]*)"|='([^']*)'|(?=[\\s/>]))`, 'i').exec(tag);
  return match ? decode(match[1] ?? match[2] ?? '') : undefined;
}

const plain = (markup: string) =>
  decode(markup.replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim();

function parseForm(attributes: string, inner: string, url: string): Form {
  const open = `<form${attributes}>`;
  const form: Form = {
    action: new URL(attribute(open, 'action') || url, url).href,
    method: attribute(open, 'method')?.toLowerCase() === 'post' ? 'post' : 'get',
    fields: {},
    boxes: [],
    buttons: [],
  };
  for (const [tag] of inner.matchAll(/<input\b[^>]*>/gi)) {
    const [name, type] = [attribute(tag, 'name'), attribute(tag, 'type') ?? 'text'];
    const ticked = attribute(tag, 'checked') !== undefined;
    if (name && /^(checkbox|radio)$/.test(type)) form.boxes.push(name);
    if (!name || type === 'submit' || (/^(checkbox|radio)$/.test(type) && !ticked)) continue;
    form.fields[name] = attribute(tag, 'value') ?? (ticked ? 'on' : '');
  }
  for (const [, tag, text] of inner.matchAll(/<textarea\b([^>]*)>([^]*?)<\/textarea>/gi))
    form.fields[attribute(`<textarea${tag}>`, 'name') ?? ''] = decode(text ?? '');
  for (const [, tag, options] of inner.matchAll(/<select\b([^>]*)>([^]*?)<\/select>/gi)) {
    const tags = [...(options ?? '').matchAll(/<option\b[^>]*>/gi)].map(([option]) => option);
    const chosen = tags.find((option) => attribute(option, 'selected') !== undefined) ?? tags[0];
    form.fields[attribute(`<select${tag}>`, 'name') ?? ''] =
      (chosen && attribute(chosen, 'value')) ?? '';
  }
  for (const [, tag, text] of inner.matchAll(/<button\b([^>]*)>([^]*?)<\/button>/gi)) {
    const button = `<button${tag}>`;
    form.buttons.push({
      name: attribute(button, 'name') ?? '',
      value: attribute(button, 'value') ?? '',
      text: plain(text ?? ''),
    });
  }
  return form;
}

function parseForms(text: string, url: string): Form[] {
  return [...text.matchAll(/<form\b([^>]*)>([^]*?)<\/form>/gi)].map(([, attributes, inner]) =>
    parseForm(attributes ?? '', inner ?? '', url),
  );
}

export type Browser = ReturnType<typeof createBrowser>;

/**
 * @param baseUrl what paths are relative to before the first page
 * @param always headers of every request, such as `x-forwarded-for` behind a trusted proxy
 */
export function createBrowser(baseUrl: string, always: Record<string, string> = {}) {
  const jar = new Map<string, Cookie[]>(); // by host name
  let page: Page | undefined;

  function keep(url: URL, line: string): void {
    const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
    const options = new Map(
      rest.map((part) => {
        const [key = '', ...value] = part.split('=');
        return [key.toLowerCase(), value.join('=')];
      }),
    );
    const [name = '', ...value] = pair.split('=');
    const maxAge = options.get('max-age');
    const expires =
      maxAge !== undefined
        ? Date.now() + Number(maxAge) * 1000
        : options.has('expires')
          ? Date.parse(options.get('expires')!)
          : Infinity;
    const path = options.get('path') || '/';
    const others = (jar.get(url.hostname) ?? []).filter((c) => c.name !== name || c.path !== path);
    const cookie = { name, value: value.join('='), path, secure: options.has('secure'), expires };
    jar.set(url.hostname, expires > Date.now() ? [...others, cookie] : others);
  }

  function cookieHeader(url: URL): string | undefined {
    const inside = (path: string) =>
      url.pathname === path || url.pathname.startsWith(path.endsWith('/') ? path : `${path}/`);
    const sent = (jar.get(url.hostname) ?? []).filter(
      (c) => c.expires > Date.now() && inside(c.path) && (!c.secure || url.protocol === 'https:'),
    );
    return sent.length > 0 ? sent.map((c) => `${c.name}=${c.value}`).join('; ') : undefined;
  }

  async function once(method: string, url: URL, body: string | undefined, visit: Visit) {
    const cookie = cookieHeader(url);
    const from = page && new URL(page.url).origin;
    const headers: Record<string, string> = {
      accept: 'text/html',
      'sec-fetch-site': !from ? 'none' : from === url.origin ? 'same-origin' : 'cross-site',
      ...(cookie && { cookie }),
      ...(body !== undefined && {
        'content-type': 'application/x-www-form-urlencoded',
        origin: from ?? url.origin,
      }),
      ...always,
      ...visit.headers,
    };
    const answer = await fetch(url, {
      method,
      headers,
      redirect: 'manual',
      ...(body !== undefined && { body }),
    });
    for (const line of answer.headers.getSetCookie()) keep(url, line);
    return answer;
  }

  async function visit(method: string, target: string, body: string | undefined, options: Visit) {
    let url = new URL(target, page?.url ?? baseUrl);
    const visited = [url.href];
    let answer = await once(method, url, body, options);
    let location = answer.headers.get('location');
    while (location && answer.status >= 300 && answer.status < 400 && options.follow !== false) {
      await answer.body?.cancel();
      url = new URL(location, url);
      visited.push(url.href);
      if (visited.length > 20) throw new Error(`too many redirects:\n${visited.join('\n')}`);
      answer = await once('GET', url, undefined, options);
      location = answer.headers.get('location');
    }
    const text = await answer.text();
    page = {
      url: url.href,
      status: answer.status,
      headers: answer.headers,
      text,
      forms: parseForms(text, url.href),
      title: plain(/<title>([^]*?)<\/title>/i.exec(text)?.[1] ?? ''),
      location: location ? new URL(location, url).href : undefined,
      visited,
    };
    return page;
  }

  /** The form that has every named field or, where told, the button with that text or value. */
  function findForm(names: string[], button: string | undefined): Form {
    const form = page?.forms.find(
      ({ fields, boxes, buttons }) =>
        names.every(
          (name) => name in fields || boxes.includes(name) || buttons.some((b) => b.name === name),
        ) &&
        (button === undefined || buttons.some((b) => b.text === button || b.value === button)),
    );
    if (!form) throw new Error(`no form with ${names.join(', ')} ${button ?? ''} at ${page?.url}`);
    return form;
  }

  return {
    /** Follows redirects unless told otherwise. Paths are relative to the page it is on. */
    get: (target: string, options: Visit = {}) => visit('GET', target, undefined, options),

    /** Sends fields without looking at the page; what a script or an attacker can do. */
    post: (target: string, fields: Record<string, string> | string, options: Visit = {}) =>
      visit('POST', target, new URLSearchParams(fields).toString(), options),

    /** Fills in and sends the form of this page that has these fields (and this button). */
    submit(fields: Record<string, string> = {}, button?: string, options: Visit = {}) {
      const form = findForm(Object.keys(fields), button);
      const pressed = form.buttons.find((b) =>
        button === undefined ? true : b.text === button || b.value === button,
      );
      const body = new URLSearchParams({
        ...form.fields,
        ...(pressed?.name ? { [pressed.name]: pressed.value } : {}),
        ...fields,
      }).toString();
      if (form.method === 'post') return visit('POST', form.action, body, options);
      return visit('GET', `${form.action.split('?')[0]}?${body}`, undefined, options);
    },

    /** The page it is on. */
    get page(): Page {
      if (!page) throw new Error('no page opened yet');
      return page;
    },

    /** The value of a cookie that `url` would be sent, whatever its path. */
    cookie: (name: string, url = baseUrl) =>
      jar.get(new URL(url).hostname)?.find((c) => c.name === name)?.value,

    setCookie: (line: string, url = baseUrl) => keep(new URL(url), line),

    forget: () => jar.clear(),
  };
}
