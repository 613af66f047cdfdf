// A world with one administrator at her desk in the console.
import type { Router } from 'express';
import { commandLine as by } from '../../src/journal/actor.ts';
import { createBrowser, type Browser } from '../support/browser.ts';
import { addPerson, goodPassword } from '../support/people.ts';
import { withoutSecondFactor } from '../support/second-factor.ts';
import { startWorld, type World } from '../support/world.ts';

export type Desk = { world: World; administrator: { id: string }; browser: Browser };

/** An administrator who has just signed in at the console, with the demo's user name. */
export async function startDesk(): Promise<Desk> {
  const world = await startWorld();
  const administrator = await addAdministrator(world, 'quantri');
  return { world, administrator, browser: await atConsole(world, 'quantri') };
}

export async function addAdministrator(world: World, username: string) {
  const { app } = world;
  await withoutSecondFactor(app);
  const account = await addPerson(app, username, {
    kind: 'administrator',
    fullName: 'Trần Thị Quản Trị',
  });
  const group = await app.groups.findByCode('quan-tri-he-thong');
  await app.groups.addAccount(by, group!.id, account.id);
  return account;
}

/** Signed in by the product's own OpenID Connect, in a browser that sits at the console. */
export async function atConsole(world: World, login: string): Promise<Browser> {
  const browser = createBrowser(world.consoleUrl);
  await browser.get('/');
  await browser.submit({ login, password: goodPassword });
  return browser;
}

type Layer = { route?: { path: string; methods: Record<string, boolean> }; handle: unknown };

/** Every route of the console, as it is mounted: nothing can be forgotten in a list. */
export function routesOf(router: Router): { method: string; path: string }[] {
  return (router as unknown as { stack: Layer[] }).stack.flatMap(({ route, handle }) => {
    if (route)
      return Object.keys(route.methods).map((method) => {
        return { method: method.toUpperCase(), path: route.path };
      });
    return typeof handle === 'function' && 'stack' in handle ? routesOf(handle as Router) : [];
  });
}

/** A path of a route with a value for each of its parameters. */
export const filled = (path: string, id: string): string =>
  path
    .replace(':catalog', 'position')
    .replace(':code', 'TP')
    .replace(':to', 'suspended')
    .replace(/:\w+/g, id);
