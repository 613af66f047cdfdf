// What a browser sends for the form of an import, and where it is led.
import type { Desk } from '../console/desk.ts';

export type Kind = 'people' | 'groups' | 'grants';
export type Body = string | Uint8Array;

export const cookieOf = ({ browser, world }: Desk) =>
  `motchia_console=${browser.cookie('motchia_console', world.consoleUrl)}`;

export async function upload(
  desk: Desk,
  kind: Kind,
  body: Body,
  headers: Record<string, string> = {},
) {
  const { consoleUrl } = desk.world;
  const form = new FormData();
  form.set('kind', kind);
  form.set('file', new Blob([body]), 'tệp của tôi.csv');
  const answer = await fetch(`${consoleUrl}/imports`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookieOf(desk), origin: consoleUrl, accept: 'text/html', ...headers },
    body: form,
  });
  const text = await answer.text();
  const path = answer.headers.get('location') ?? '';
  const id = path.split('/').at(-1) ?? '';
  return { status: answer.status, headers: answer.headers, text, path, id };
}
