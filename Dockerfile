# Parley as an image: built in one stage, run as a user without rights from another that holds no build tool.
# docker build -t parley .

FROM node:20.20.2-bookworm-slim AS build
WORKDIR /parley
RUN npm install --global pnpm@10.34.9
ENV CI=true
COPY package.json pnpm-lock.yaml pnpm-workspace.yaml tsconfig.base.json ./
COPY patches patches
COPY shared shared
COPY server server
COPY console console
COPY widget widget
COPY bench bench
COPY scripts scripts
RUN pnpm install --frozen-lockfile
RUN node scripts/build.mjs

# What runs needs neither compilers nor the sources of the two apps, only their builds.
FROM build AS runtime
RUN pnpm install --frozen-lockfile --prod --filter "@parley/server..."

FROM node:20.20.2-bookworm-slim
ENV NODE_ENV=production DATA_DIR=/data HOST=0.0.0.0 PORT=7001
RUN apt-get update \
  && apt-get install --yes --no-install-recommends ffmpeg tini \
  && rm -rf /var/lib/apt/lists/* \
  && mkdir /data && chown node:node /data
WORKDIR /parley
COPY --from=runtime /parley/package.json package.json
COPY --from=runtime /parley/node_modules node_modules
COPY --from=runtime /parley/shared shared
COPY --from=runtime /parley/server server
COPY --from=build /parley/console/dist console/dist
COPY --from=build /parley/widget/dist widget/dist
USER node
VOLUME /data
EXPOSE 7001
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# tini hands SIGTERM on and buries what ffmpeg leaves behind.
ENTRYPOINT ["tini", "--"]
CMD ["node", "server/dist/bootstrap.js"]
