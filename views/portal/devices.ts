// Devices: what one is called, and those that are not asked for the second step for some days.
import type { TrustedDevice } from '../../src/credentials/trusted-devices.ts';
import type { Device } from '../../src/portal/user-agent.ts';
import type { RequestContext } from '../../src/web/context.ts';
import { formatDate } from '../../src/web/dates.ts';
import { html, type Value } from '../html.ts';

export type ShownDevice = TrustedDevice & { device: Device };

export function deviceName({ t }: RequestContext, { browser, system }: Device): string {
  const words = t.portal.devices;
  if (!browser && !system) return words.unknown;
  return words.device(browser ?? words.unknownBrowser, system ?? words.unknownSystem);
}

/** Nothing where none is trusted. */
export function trustedDevices(context: RequestContext, devices: readonly ShownDevice[]): Value {
  const { t } = context;
  const { portal } = t.secondFactor;
  if (devices.length === 0) return null;
  return html`<section class="card" aria-labelledby="devices">
    <h2 id="devices">${portal.devices}</h2>
    <p class="muted">${portal.devicesAbout}</p>
    <ul class="plain rows">
      ${devices.map((one) => {
        const name = deviceName(context, one.device);
        return html`<li>
          <span
            >${name} ${one.address && html`<span class="mono muted">${one.address}</span>`}
            <span class="muted">${portal.until} ${formatDate(one.expiresAt)}</span></span
          >
          <form
            class="inline-form"
            method="post"
            action="/account/second-step/devices/${one.id}/distrust"
          >
            <button class="small" type="submit" aria-label="${portal.distrustOf(name)}">
              ${portal.distrust}
            </button>
          </form>
        </li>`;
      })}
    </ul>
  </section>`;
}
