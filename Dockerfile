# The product in an image: sources run as they are, so there is nothing to build but the database
# client. scripts/check-image.ts runs these steps without an engine; keep to what it understands:
# FROM, ENV, WORKDIR, COPY, RUN, USER, EXPOSE, HEALTHCHECK, CMD.

FROM node:24-slim AS packages
WORKDIR /app
COPY package.json package-lock.json prisma.config.ts ./
COPY scripts/postinstall.mjs scripts/
COPY prisma prisma
# No package's own script runs: none is needed here, as argon2 brings its binaries.
RUN npm ci --ignore-scripts --no-audit --no-fund
RUN node scripts/postinstall.mjs
# The package "node" is for machines with an older one; the image has its own.
RUN npm prune --omit=dev --omit=optional --omit=peer --ignore-scripts --no-audit --no-fund && rm -rf node_modules/node node_modules/.bin/node

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PATH=/app/bin:$PATH
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY package.json ./
COPY prisma/migrations prisma/migrations
COPY views views
COPY src src
COPY --from=packages /app/src/generated src/generated
RUN mkdir bin && chmod 755 src/cli/motchia.mjs && ln -s ../src/cli/motchia.mjs bin/motchia
USER node
EXPOSE 3000 3001
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/health/ready').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "--initial-old-space-size=64", "src/main.ts"]
