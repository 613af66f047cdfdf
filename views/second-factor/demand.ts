// Whether an application, or the members of a group, need a second factor: one question, two answers.
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { consolePage } from '../console/frame.ts';
import { html, type Safe } from '../html.ts';

export type DemandPage = {
  kind: 'application' | 'group';
  path: string; // of the application or the group
  name: string;
  secondFactor: boolean;
};

export function demandPage(context: ConsoleContext, page: DemandPage): Safe {
  const { t } = context;
  const words = t.secondFactor.console;
  const [title, about] =
    page.kind === 'application'
      ? [words.applicationAsks, words.applicationAsksHint]
      : [words.groupAsks, words.groupAsksHint];
  return consolePage(context, {
    section: page.kind === 'application' ? 'applications' : 'groups',
    title,
    up: { href: page.path, label: page.name },
    body: html`<form method="post" action="${page.path}/second-step" class="card confirm">
      <p>${about}</p>
      <p>${page.secondFactor ? words.asksNow : words.asksNot}</p>
      <input type="hidden" name="on" value="${page.secondFactor ? 'no' : 'yes'}" />
      <div class="actions">
        <button class="primary">${page.secondFactor ? words.stopAsking : words.startAsking}</button>
        <a class="button" href="${page.path}">${t.common.cancel}</a>
      </div>
    </form>`,
  });
}
