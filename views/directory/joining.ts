// Joining two accounts of one person, or splitting them: what each has, what will be, what it means.
import type { Account } from '../../src/accounts/account.ts';
import type { Look, RuleSeen } from '../../src/directory/join-look.ts';
import type { CandidatePair, ShareOf } from '../../src/directory/join-candidates.ts';
import type { Pair, Preview } from '../../src/directory/joining.ts';
import type { ConsoleContext } from '../../src/web/administrator.ts';
import { formatDate, formatNumber } from '../../src/web/dates.ts';
import type { FormState } from '../../src/web/forms.ts';
import { conditionsText } from '../access/sentence.ts';
import { stateBadge } from '../accounts/table.ts';
import { facts } from '../console/facts.ts';
import { formErrors, textField } from '../console/form.ts';
import { consolePage } from '../console/frame.ts';
import { table } from '../console/table.ts';
import { html, type Safe, type Value } from '../html.ts';

export type JoinPage = {
  person: Account; // the one that stays
  pair: Pair;
  preview: Preview | undefined; // undefined: it cannot be done, and the form says why
  form: FormState;
};

const list = (rows: readonly Value[], none: string): Value =>
  rows.length === 0
    ? html`<span class="muted">${none}</span>`
    : html`<ul class="plain">
        ${rows.map((row) => html`<li>${row}</li>`)}
      </ul>`;

function sources({ t }: ConsoleContext, { shares, sourceName }: Look): Value {
  if (shares.length === 0) return sourceName;
  return list(
    shares.map((share) => html`${share.sourceName} ${stateBadge(t, share)}`),
    t.joining.none,
  );
}

/** As a sentence about the person whose card it stands on. */
function ruleText({ t, locale }: ConsoleContext, rule: RuleSeen): string {
  const { effect, target, targetName, targetNameEn, conditions, roles } = rule;
  const what = t.grants.what[target](locale === 'en' ? targetNameEn : targetName);
  const parts = [
    `${effect === 'allow' ? t.grants.allowed : t.grants.denied}: ${what}`,
    conditionsText(t, conditions),
    roles.length > 0 && t.grants.withRoles(roles.join(', ')),
  ];
  return parts.filter(Boolean).join(', ');
}

function has(context: ConsoleContext, title: string, look: Look): Safe {
  const { t, locale } = context;
  const words = t.joining;
  const nameOf = ({ name, nameEn }: Look['applications'][number]) =>
    locale === 'en' ? nameEn : name;
  return html`<section class="card">
    <h2>${title}</h2>
    ${facts([
      [t.people.fullName, html`<strong>${look.fullName}</strong> ${stateBadge(t, look)}`],
      [t.people.username, html`<span class="mono">${look.username}</span>`],
      [t.people.id, html`<code>${look.id}</code>`],
      [words.sources, sources(context, look)],
      [
        words.loginNames,
        list(
          look.loginNames.map((name) => html`<span class="mono">${name}</span>`),
          words.none,
        ),
      ],
      [t.people.mail, look.mail],
      [t.people.phone, look.phone],
      [t.people.employeeNumber, look.employeeNumber],
      [
        words.posts,
        list(
          look.posts.map(
            ({ unit, title: held, main }) =>
              html`${held && html`<strong>${held}</strong>, `}${unit}
              ${main && html`<span class="badge">${t.people.mainPost}</span>`}`,
          ),
          words.none,
        ),
      ],
      [
        words.groups,
        list(
          look.groups.map(({ name }) => name),
          words.none,
        ),
      ],
      [
        words.rules,
        list(
          look.rules.map((rule) => ruleText(context, rule)),
          words.none,
        ),
      ],
      [words.favourites, look.favourites > 0 && formatNumber(look.favourites, locale)],
      [words.applications, list(look.applications.map(nameOf), words.none)],
    ])}
  </section>`;
}

function access({ t, locale }: ConsoleContext, { gained, lost }: Preview): Safe[] {
  const words = t.joining;
  const names = (all: Preview['gained']) =>
    all.map(({ name, nameEn }) => (locale === 'en' ? nameEn : name)).join(', ');
  if (gained.length === 0 && lost.length === 0) return [html`<li>${words.sameAccess}</li>`];
  return [
    ...(gained.length > 0 ? [html`<li>${words.gained(names(gained))}</li>`] : []),
    ...(lost.length > 0 ? [html`<li><strong>${words.lost(names(lost))}</strong></li>`] : []),
  ];
}

type Ask = {
  title: string;
  path: string;
  consequences: readonly string[];
  button: string;
  also?: Value;
};

function question(context: ConsoleContext, page: JoinPage, preview: Preview, ask: Ask): Safe {
  const { t } = context;
  return html`<form method="post" action="${ask.path}" class="card confirm">
    ${formErrors(context, page.form)}
    <h2>${t.console.whatHappens}</h2>
    <ul>
      ${access(context, preview)} ${ask.consequences.map((each) => html`<li>${each}</li>`)}
    </ul>
    <input type="hidden" name="shown" value="${preview.shown}" />
    ${textField(context, page.form, {
      name: 'reason',
      label: t.joining.reason,
      hint: t.joining.reasonHint,
      required: true,
    })}
    <div class="actions">
      <button class="danger-fill">${ask.button}</button>
      <a class="button" href="/people/${page.person.id}">${t.common.cancel}</a>
      ${ask.also}
    </div>
  </form>`;
}

const frame = (context: ConsoleContext, { person, form }: JoinPage, title: string, body: Value) =>
  consolePage(context, {
    section: 'people',
    title,
    up: { href: `/people/${person.id}`, label: person.fullName },
    body: body ?? formErrors(context, form),
  });

const named = ({ fullName, username }: Pick<Look, 'fullName' | 'username'>): string =>
  `${fullName} (${username})`;

export function joinPage(context: ConsoleContext, page: JoinPage): Safe {
  const { preview, pair, person } = page;
  const words = context.t.joining;
  const swapped = html`<a class="button" href="/people/${pair.going}/join/${pair.staying}"
    >${words.swap}</a
  >`;
  if (!preview) {
    const refused = html`${formErrors(context, page.form)}
      <div class="actions">
        <a class="button" href="/people/${person.id}/join">${words.pickLabel}</a> ${swapped}
      </div>`;
    return frame(context, page, words.join, refused);
  }
  const [staying, going] = preview.before as [Look, Look];
  const ask: Ask = {
    title: words.joinTitle(named(staying), named(going)),
    path: `/people/${pair.staying}/join/${pair.going}`,
    consequences: words.joinConsequences(staying.username, going.username),
    button: words.joinButton,
    also: swapped,
  };
  const body = html`<div class="columns compare">
      ${has(context, words.staying, staying)} ${has(context, words.going, going)}
      ${preview.after.map((look) => has(context, words.after, look))}
    </div>
    ${question(context, page, preview, ask)}`;
  return frame(context, page, ask.title, body);
}

export function splitPage(context: ConsoleContext, page: JoinPage): Safe {
  const { preview, pair, person } = page;
  const words = context.t.joining;
  if (!preview) return frame(context, page, words.split, undefined);
  const [before] = preview.before as [Look];
  const [staying, back] = preview.after as [Look, Look];
  const ask: Ask = {
    title: words.splitTitle(person.fullName, back.sourceName ?? ''),
    path: `/people/${pair.staying}/split/${pair.going}`,
    consequences: words.splitConsequences(staying.username, back.username),
    button: words.splitButton,
  };
  const body = html`<div class="columns compare">
      ${has(context, `${words.now}: ${words.joined}`, before)}
      ${has(context, `${words.afterSplit}: ${words.keptAccount}`, staying)}
      ${has(context, `${words.afterSplit}: ${words.backAccount}`, back)}
    </div>
    ${question(context, page, preview, ask)}`;
  return frame(context, page, ask.title, body);
}

/** On the page of a person whom several sources know. */
export function sharesSection(
  context: ConsoleContext,
  personId: string,
  shares: readonly ShareOf[],
) {
  const { t } = context;
  const words = t.joining;
  if (shares.length === 0) return null;
  const rows = shares.map(
    (share) =>
      html`<li>
        <span>
          <strong>${share.sourceName}</strong> <span class="mono">${share.username}</span>
          ${stateBadge(t, share)}
          ${
            share.stateReason &&
            html`<span class="muted">${t.people.stateReasons[share.stateReason]}</span>`
          }
          <br /><span class="muted">${words.since(formatDate(share.joinedAt))}</span>
        </span>
        ${
          share.id !== personId &&
          html`<a class="button small" href="/people/${personId}/split/${share.id}"
            >${words.split}<span class="visually-hidden"> ${share.sourceName}</span></a
          >`
        }
      </li>`,
  );
  return html`<section class="card">
    <h2>${words.sharesTitle}</h2>
    <p class="hint muted">${words.sharesHint}</p>
    <ul class="plain rows">
      ${rows}
    </ul>
  </section>`;
}

/** Beside the queue of conflicts: who may be one person. */
export function candidatesSection(context: ConsoleContext, pairs: readonly CandidatePair[]) {
  const words = context.t.joining;
  if (pairs.length === 0) return null;
  const side = ({ id, fullName, username, sourceName, unit }: CandidatePair['one']) =>
    html`<a href="/people/${id}">${fullName}</a> <span class="mono">${username}</span><br /><span
        class="muted"
        >${[sourceName, unit].filter(Boolean).join(' · ')}</span
      >`;
  return html`<section>
    <h2>${words.likely}</h2>
    <p class="hint">${words.likelyHint}</p>
    ${table({
      caption: words.likely,
      columns: [
        { label: words.one, cell: ({ one }: CandidatePair) => side(one) },
        { label: words.other, cell: ({ other }) => side(other) },
        {
          label: words.why,
          cell: ({ likeness }) => likeness.map((why) => words.likeness[why]).join(', '),
        },
        {
          label: words.compare,
          quiet: true,
          cell: ({ one, other }) =>
            html`<a class="button small" href="/people/${one.id}/join/${other.id}"
              >${words.compare}</a
            >`,
        },
      ],
      rows: pairs,
      empty: null,
    })}
  </section>`;
}
