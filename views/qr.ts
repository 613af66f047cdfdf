// A QR code as inline SVG, the only door to uqr. Dark on white in every colour scheme: telephones read no other.
import { encode } from 'uqr';
import { html, type Safe } from './html.ts';

/** `label` says what the picture is, for those who do not see it. */
export function qrCode(text: string, label: string): Safe {
  const { data, size } = encode(text, { border: 2 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}">
    <path fill="#fff" d="M0 0h${size}v${size}H0z" />
    <path fill="#000" d="${path}" />
  </svg>`;
}
