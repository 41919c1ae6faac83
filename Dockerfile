# The same major as "engines" and the "node" package in package.json
FROM node:24-slim

ENV NODE_ENV=production
WORKDIR /app

# Dependencies first: they change less often than the code
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force

COPY LICENSE README.md ./
COPY commands ./commands
COPY src ./src

# Listens beyond loopback, so the start is refused until API_TOKEN is given:
#   docker run -p 127.0.0.1:3000:3000 -v herald:/data -e API_TOKEN=… herald
ENV HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000

HEALTHCHECK --interval=30s --timeout=5s --start-period=15s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 3000) + '/healthz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]

# Without a shell in between, so that SIGTERM reaches Herald: it stops by itself within 10 s, Docker's own patience
# …with as little memory kept for what is young (MB) as serves it: V8's own choice doubles what Herald holds
CMD ["node", "--max-semi-space-size=2", "src/main.ts"]
