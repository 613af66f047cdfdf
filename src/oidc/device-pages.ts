// Our pages in the engine's device flow (RFC 8628). The engine decides which one comes; who may enter is
// asked by the same prompts as at any door.
import type { Response } from 'express';
import type { Client, Configuration, ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import {
  deviceConfirmPage,
  deviceDonePage,
  devicePage,
  type DeviceProblem,
} from '../../views/oidc/device.ts';
import { contextOf, originOf } from '../web/context.ts';
import type { Clients } from './clients.ts';

type DeviceFlow = NonNullable<NonNullable<Configuration['features']>['deviceFlow']>;

/** By the engine's own names, which it does not export; whatever else went wrong is `other`. */
const problems: Readonly<Record<string, DeviceProblem>> = {
  NoCodeError: 'wrong',
  NotFoundError: 'wrong',
  ExpiredError: 'expired',
  AlreadyUsedError: 'used',
  AbortedError: 'aborted',
  AccessDenied: 'aborted',
};

const responseOf = (ctx: KoaContextWithOIDC) => ctx.res as unknown as Response;
const contextFor = (ctx: KoaContextWithOIDC) => contextOf(responseOf(ctx));

const formOf = (ctx: KoaContextWithOIDC) => ({
  action: new URL(ctx.oidc.urlFor('code_verification')).pathname,
  xsrf: String(ctx.oidc.session?.state?.['secret']),
});

function show(ctx: KoaContextWithOIDC, page: { text: string }): void {
  ctx.type = 'html';
  ctx.body = page.text;
}

export function createDevicePages(deps: { clients: Clients }): DeviceFlow {
  async function nameOf(ctx: KoaContextWithOIDC, clientId: string): Promise<string> {
    const application = await deps.clients.find(clientId);
    const { locale } = contextFor(ctx);
    return (locale === 'vi' ? application?.name : application?.nameEn) ?? clientId;
  }

  return {
    enabled: true,
    // Twenty letters: no vowels that make words, no digits that look like letters.
    charset: 'base-20',
    mask: '****-****',
    deviceInfo: (ctx) => {
      const { address, userAgent } = originOf(responseOf(ctx));
      return { address, userAgent: userAgent?.slice(0, 200) ?? null };
    },
    async userCodeInputSource(ctx, _form, _out?: ErrorOut, error?: Error) {
      const problem = error && (problems[error.constructor.name] ?? 'other');
      // Who guesses is counted by the answer (web/address-budget.ts).
      if (problem && problem !== 'aborted' && ctx.status === 200) ctx.status = 422;
      const code = (error as { userCode?: string } | undefined)?.userCode?.slice(0, 30);
      show(ctx, devicePage(contextFor(ctx), { ...formOf(ctx), code, problem }));
    },
    async userCodeConfirmSource(ctx, _form, client: Client, deviceInfo, userCode) {
      const { address, userAgent } = deviceInfo as Record<'address' | 'userAgent', string | null>;
      const application = await nameOf(ctx, client.clientId);
      const asked = { ...formOf(ctx), code: userCode, application, address, userAgent };
      show(ctx, deviceConfirmPage(contextFor(ctx), asked));
    },
    async successSource(ctx) {
      show(ctx, deviceDonePage(contextFor(ctx), await nameOf(ctx, ctx.oidc.client!.clientId)));
    },
  };
}
