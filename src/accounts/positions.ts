// Chức vụ: the positions people hold. Their names and codes are a catalogue (catalogs/); who holds which is
// in the posts of this room. Owns the count and the list of holders, duplicates that become one, and titles
// of a directory that match no position. What a position gives, rules say (access/).
import type { Catalogs } from '../catalogs/catalogs.ts';
import type { CatalogItem, CatalogItemInput } from '../catalogs/catalog.ts';
import type { Clock } from '../core/clock.ts';
import type { Change, Database } from '../core/database.ts';
import { AppError } from '../core/errors.ts';
import type { Actor } from '../journal/actor.ts';
import { record, type Json } from '../journal/journal.ts';
import type { EventName } from '../journal/events.ts';
import { createPositionLists } from './position-lists.ts';
import { sameTitle } from './position.ts';

export type Positions = ReturnType<typeof createPositions>;

const catalog = 'position';

const movePosts = {
  name: 'position-move-posts',
  text: 'UPDATE post SET position_code = $2 WHERE position_code = $1 RETURNING id',
};
const followOn = {
  name: 'position-follow-on',
  text: `UPDATE catalog_item SET replaced_by = $2 WHERE catalog = 'position' AND replaced_by = $1 RETURNING code`,
};
const titlesWithout = {
  name: 'position-titles-without',
  text: 'SELECT DISTINCT title FROM post WHERE position_code IS NULL AND title IS NOT NULL',
};
const matchPosts = {
  name: 'position-match-posts',
  text: `UPDATE post SET position_code = $2 WHERE position_code IS NULL AND title = ANY($1::text[]) RETURNING id`,
};
const titlesOf = {
  name: 'position-titles-of',
  text: 'SELECT DISTINCT title FROM post WHERE position_code = $1 AND title IS NOT NULL',
};
const unmatchPosts = {
  name: 'position-unmatch-posts',
  text: `UPDATE post SET position_code = NULL WHERE position_code = $2 AND title = ANY($1::text[]) RETURNING id`,
};

export function createPositions(deps: {
  db: Database;
  clock: Clock;
  verbsIn: (tx: Change) => { catalogs: Pick<Catalogs, 'items' | 'save' | 'takeTurn'> };
}) {
  const { db, clock } = deps;

  /** All positions, held still until the change ends. */
  async function held(tx: Change) {
    const { catalogs: items } = deps.verbsIn(tx);
    await items.takeTurn(catalog);
    const all = await items.items(catalog);
    const get = (code: string) => all.find((one) => one.code === code);
    const find = (code: string): CatalogItem => {
      const item = get(code);
      if (!item) throw new AppError('position.not-found');
      return item;
    };
    /** One that others may be called by: there, and not merged itself. */
    const target = (code: string): CatalogItem => {
      const item = get(code);
      if (!item || item.replacedBy !== null) throw new AppError('position.target');
      return item;
    };
    return { find, target, has: (code: string) => get(code) !== undefined, save: items.save };
  }

  const note = (
    tx: Change,
    by: Actor,
    event: EventName,
    item: CatalogItem,
    detail: Record<string, Json>,
  ) =>
    record(tx, by, {
      event,
      object: { type: 'catalog-item', id: `${catalog}/${item.code}`, name: item.name },
      detail,
    });

  /** Posts of exactly that title, in any spelling. */
  async function posts(
    tx: Change,
    from: typeof titlesOf,
    change: typeof matchPosts,
    title: string,
    code: string,
  ) {
    const asked = from === titlesOf ? [code] : [];
    const titles = await tx.sql.query<{ title: string }>(from, asked);
    const spellings = titles.map((row) => row.title).filter((one) => sameTitle(one, title));
    return (await tx.sql.query(change, [spellings, code])).length;
  }

  /**
   * Duplicates become one: whoever holds `from` holds `into` from now on, `from` counts no more and its
   * name goes on meaning `into` in directories. Gives how many posts moved.
   * @throws AppError `position.not-found`, `position.target`, `position.in-rules`.
   */
  async function merge(by: Actor, from: string, into: string): Promise<number> {
    return db.change(async (tx) => {
      const { find, target, save } = await held(tx);
      const [old, kept] = [find(from), target(into)];
      if (from === into) throw new AppError('position.target');
      // Two rules may come to say opposite things of one position: that is for a person to settle.
      const rules = await tx.prisma.grant.count({ where: { positionCode: from } });
      if (rules > 0) throw new AppError('position.in-rules', { params: { count: rules } });
      const alsoCalled = [...kept.alsoCalled, old.name, ...old.alsoCalled];
      await save(by, {
        ...kept,
        alsoCalled: alsoCalled.filter((one) => !sameTitle(one, kept.name)),
      });
      await save(by, { ...ended(old, clock.now()), replacedBy: into, alsoCalled: [] });
      await tx.sql.query(followOn, [from, into]);
      const moved = (await tx.sql.query(movePosts, [from, into])).length;
      const detail = { from, into, posts: moved };
      await note(tx, by, 'position.merged', old, detail);
      await note(tx, by, 'position.merged', kept, detail);
      return moved;
    });
  }

  async function match(tx: Change, by: Actor, item: CatalogItem, title: string): Promise<number> {
    const matched = await posts(tx, titlesWithout, matchPosts, title, item.code);
    if (matched === 0) throw new AppError('position.title-unknown');
    await note(tx, by, 'position.title-matched', item, { title, posts: matched });
    return matched;
  }

  /** A title of the directory is a position that is there already. @throws AppError `position.…` */
  async function assign(by: Actor, title: string, code: string): Promise<number> {
    return db.change(async (tx) => {
      const { target, save } = await held(tx);
      const item = target(code);
      if (!sameTitle(item.name, title))
        await save(by, { ...item, alsoCalled: [...item.alsoCalled, title] });
      return match(tx, by, item, title);
    });
  }

  /** A title of the directory becomes a position. @throws AppError `catalog.…`, `position.title-unknown`. */
  async function adopt(
    by: Actor,
    title: string,
    input: Omit<CatalogItemInput, 'catalog'>,
  ): Promise<number> {
    return db.change(async (tx) => {
      const { has, save } = await held(tx);
      if (has(input.code)) throw new AppError('catalog.code-taken');
      const alsoCalled = sameTitle(input.name, title) ? [] : [title];
      return match(tx, by, await save(by, { ...input, catalog, alsoCalled }), title);
    });
  }

  /** A title means this position no more. @throws AppError `position.not-found`. */
  async function forget(by: Actor, code: string, title: string): Promise<void> {
    await db.change(async (tx) => {
      const { find, save } = await held(tx);
      const item = find(code);
      const alsoCalled = item.alsoCalled.filter((one) => !sameTitle(one, title));
      if (alsoCalled.length === item.alsoCalled.length) throw new AppError('position.not-found');
      await save(by, { ...item, alsoCalled });
      const left = await posts(tx, titlesOf, unmatchPosts, title, code);
      await note(tx, by, 'position.title-unmatched', item, { title, posts: left });
    });
  }

  return { ...createPositionLists(deps), merge, assign, adopt, forget };
}

/** It counts no more from now on; an item whose time was still to come never did. */
function ended(item: CatalogItem, now: Date): CatalogItem {
  const validTo = item.validTo !== null && item.validTo < now ? item.validTo : now;
  const validFrom = item.validFrom !== null && item.validFrom >= validTo ? null : item.validFrom;
  return { ...item, validFrom, validTo };
}
