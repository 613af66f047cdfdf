// Loaded into the product before it starts: counts what it sends to PostgreSQL, BEGIN and COMMIT
// included, and tells the number so far to whoever asks over the channel to the parent.
import pg from 'pg';

let statements = 0;
const { query } = pg.Client.prototype as unknown as {
  query: (this: pg.Client, ...args: unknown[]) => unknown;
};
Object.assign(pg.Client.prototype, {
  query(this: pg.Client, ...args: unknown[]) {
    statements += 1;
    return query.apply(this, args);
  },
});

process.on('message', () => process.send?.(statements));
process.channel?.unref(); // the product ends when it wants to
