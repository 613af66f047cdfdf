// The second step: how far a connection got, in words, one line per stage.
import type { Probe, Probed, Stage } from '../../src/directory/set-up.ts';
import type { Source } from '../../src/directory/source-safe.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDate, formatMoment, formatNumber } from '../../src/web/dates.ts';
import { html, type Safe, type Value } from '../html.ts';
import { sentenceOfCode } from './report.ts';
import { setUpPage, stepPath, ways } from './set-up.ts';

const stages = ['reach', 'encryption', 'bind', 'people', 'units', 'groups'] as const;

type Line = { stage: Stage; state: 'ok' | 'warn' | 'bad' | 'none'; words: Value };

function encryptionWords({ t }: ConsoleContext, { channel }: Probe): Value {
  const words = t.setUp;
  if (!channel?.encryption) return words.notEncrypted;
  const { encryption, certificate } = channel;
  return html`${words.encrypted(encryption.protocol, encryption.cipher)}
  ${
    certificate &&
    html`<br />${words.certificate(certificate.subject, certificate.issuer, formatDate(certificate.validTo))}`
  }`;
}

function seenWords({ t, locale }: ConsoleContext, { seen }: Probe, stage: Stage): Value {
  const found = seen[stage as keyof Probe['seen']];
  if (!found) return t.setUp.notRead;
  const number = formatNumber(found.entries, locale);
  const words = found.more ? t.setUp.foundAtLeast(number) : t.setUp.found(number);
  return html`<span class="mono">${found.base}</span>: ${words}`;
}

function lineOf(context: ConsoleContext, source: Source, probe: Probe, stage: Stage): Line {
  const { t } = context;
  const { failed, channel, seen } = probe;
  if (failed?.stage === stage)
    return { stage, state: 'bad', words: sentenceOfCode(context, failed.code, failed.params) };
  if (failed && stages.indexOf(stage) > stages.indexOf(failed.stage))
    return { stage, state: 'none', words: t.setUp.notTried };
  if (stage === 'reach')
    return {
      stage,
      state: 'ok',
      words: channel ? t.setUp.reached(channel.server) : t.setUp.answered,
    };
  if (stage === 'encryption')
    return {
      stage,
      state: channel?.encryption ? 'ok' : 'warn',
      words: encryptionWords(context, probe),
    };
  if (stage === 'bind') return { stage, state: 'ok', words: t.setUp.bound(source.settings.bindDn) };
  const found = seen[stage];
  const state = !found ? 'none' : found.entries === 0 ? 'warn' : 'ok';
  return { stage, state, words: seenWords(context, probe, stage) };
}

/** Not a stage: a directory that tells no changes works as well, only later. */
const changesLine = ({ t }: ConsoleContext, { offered }: Probe): Value => {
  const best = offered?.[0];
  return (
    best &&
    html`<li>
      <strong>${t.live.probe}</strong> <span class="probe-words">${t.live.probes[best]}</span>
      <span class="badge ${best === 'timestamp' ? 'warn' : 'ok'}"
        >${t.setUp.outcomes[best === 'timestamp' ? 'warn' : 'ok']}</span
      >
    </li>`
  );
};

/** The test is a deed: looking at its page again does not make it again. */
const testForm = (source: Source, words: string) =>
  html`<form method="post" class="inline-form" action="${stepPath(source, 'test')}">
    <button>${words}</button>
  </form>`;

function untested(context: ConsoleContext, source: Source): Safe {
  const words = context.t.setUp;
  return setUpPage(context, {
    step: 'test',
    source,
    body: html`<div class="notice" role="status"><p>${words.notTested}</p></div>
      ${testForm(source, words.testNow)} ${ways(context, source, { back: 'connect' })}`,
  });
}

export function probePage(
  context: ConsoleContext,
  source: Source,
  probed: Probed | undefined,
): Safe {
  if (!probed) return untested(context, source);
  const { probe, at } = probed;
  const { t } = context;
  const words = t.setUp;
  const nobody = !probe.failed && probe.seen.people?.entries === 0;
  const good = !probe.failed && !nobody;
  return setUpPage(context, {
    step: 'test',
    source,
    body: html`<div class="notice ${good ? 'ok' : 'bad'}" role="${good ? 'status' : 'alert'}">
        <p>
          <strong>${good ? words.works : nobody ? words.worksButNobody : words.doesNotWork}</strong>
        </p>
      </div>
      <ul class="plain rows card probe">
        ${stages
          .map((stage) => lineOf(context, source, probe, stage))
          .map(
            ({ stage, state, words: sentence }) =>
              html`<li>
                <strong>${words.stages[stage]}</strong> <span class="probe-words">${sentence}</span>
                <span class="badge ${state}">${words.outcomes[state]}</span>
              </li>`,
          )}
        ${changesLine(context, probe)}
      </ul>
      <p class="muted">${words.testedAt(formatMoment(at))}</p>
      ${testForm(source, words.testAgain)}
      ${ways(context, source, { back: 'connect', ...(good && { next: 'sample', primary: true }) })}`,
  });
}
