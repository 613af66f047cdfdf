// The directories: reachable, with a certificate that is trusted, taking the bind account, giving people.
import { isAppError, type ErrorCode, type ErrorParams } from '../../core/errors.ts';
import type { Source } from '../../directory/source-safe.ts';
import type { SourceReport, Sources } from '../../directory/sources.ts';
import { messagesFor } from '../../web/messages/messages.ts';
import { fail, ok, warn, type Finding } from './finding.ts';

const words = (code: string, params: ErrorParams): string =>
  messagesFor('en').errors[code as ErrorCode](params);

function ofReport(source: Source, report: SourceReport): Finding {
  const check = 'directory';
  const { name } = source;
  if (report.error) return fail(check, `${name}: ${words(report.error.code, report.error.params)}`);
  if (report.people === 0)
    return warn(check, `${name} answers, but gives nobody: check the base and filter of people`);
  const plain = source.settings.security === 'plain';
  const found = `${name} answers and takes the bind account, ${source.settings.security}`;
  if (plain) return warn(check, `${found}: passwords travel in the clear; use StartTLS or LDAPS`);
  return ok(check, found);
}

export async function examineDirectories(
  sources: Pick<Sources, 'list' | 'test'>,
  demo: boolean,
): Promise<Finding[]> {
  const all = await sources.list();
  if (all.length === 0)
    return [warn('directory', 'there is none yet: people can be local accounts only')];
  return Promise.all(all.map((source) => examineOne(sources, source, demo)));
}

async function examineOne(
  sources: Pick<Sources, 'test'>,
  source: Source,
  demo: boolean,
): Promise<Finding> {
  const check = 'directory';
  if (!source.enabled) return warn(check, `${source.name} is switched off`);
  try {
    const finding = ofReport(source, await sources.test(source.id));
    const toBeExpected = demo && finding.state === 'warn';
    return toBeExpected
      ? ok(check, `${source.name} answers in the clear, on this machine alone`)
      : finding;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return fail(check, `${source.name}: ${words(error.code, error.params)}`);
  }
}
