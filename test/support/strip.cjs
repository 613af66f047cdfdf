// The whole transform: Node's own type stripping, so tests run the same text as production.
const { stripTypeScriptTypes } = require('node:module');
const { createHash } = require('node:crypto');

const process_ = (source) => ({ code: stripTypeScriptTypes(source, { mode: 'strip' }) });
module.exports = {
  process: process_,
  processAsync: (source) => Promise.resolve(process_(source)),
  getCacheKey: (source, file, options) =>
    createHash('sha1')
      .update(source + file + process.version + options.configString)
      .digest('hex'),
};
