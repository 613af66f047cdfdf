// The portal as an application of its own on a telephone (W3C Web Application Manifest), under the name of
// this installation.
import type { RequestContext } from '../../src/web/context.ts';
import { installation } from '../layout.ts';

const png = (name: string, size: number, more: object = {}) => {
  return { src: `/assets/${name}.png`, sizes: `${size}x${size}`, type: 'image/png', ...more };
};

export function manifest(context: RequestContext): object {
  const { t, locale } = context;
  const name = installation(context);
  return {
    id: '/',
    name: `${name} – ${t.portal.title}`,
    short_name: name,
    description: t.portal.inOneSentence,
    lang: locale,
    dir: 'ltr',
    start_url: '/',
    scope: '/',
    display: 'standalone',
    background_color: '#f6f5f2',
    theme_color: '#9b1c1c',
    icons: [
      { src: '/assets/key.svg', sizes: 'any', type: 'image/svg+xml' },
      png('icon-192', 192),
      png('icon-512', 512),
      png('icon-maskable-512', 512, { purpose: 'maskable' }),
    ],
  };
}
