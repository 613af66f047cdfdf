// Whether a feed has anything to say.
import type { Feed } from './feed.ts';

/** Hears it to its end. */
export async function listen(feed: Feed): Promise<{ news: boolean; cookie: string | null }> {
  let news = false;
  try {
    for await (const { entries, gone = [], present = [] } of feed.batches)
      news ||= entries.length + gone.length + present.length > 0;
    return { news, cookie: feed.ending().cookie };
  } finally {
    feed.close();
  }
}
