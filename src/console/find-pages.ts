// The page of the global search. The box in the header leads here, with and without a script.
import { Router } from 'express';
import { z } from 'zod';
import { findPage } from '../../views/console/find.ts';
import { consoleOf } from '../web/administrator.ts';
import { filterText, readQuery } from '../web/tables.ts';
import type { Finder } from './finder.ts';

const query = z.object({ q: filterText() });

export function createFindPages({ finder }: { finder: Finder }): Router {
  return Router().get('/search', async (req, res) => {
    const { q: text = '' } = readQuery(query, req.query);
    const found = await finder.find(text);
    res.type('html').send(findPage(consoleOf(res), { text, found }).text);
  });
}
