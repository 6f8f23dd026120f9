# The server in a container:
#
#   docker build -t console-app .
#   docker volume create data && docker run --rm -v data:/data --entrypoint cp console-app -r conf /data/
#   docker run --rm -it -v data:/data --entrypoint node console-app bin/start.js protect
#   docker run -d -p 8080:8080 -v data:/data -e APP_SECRET_KEY --stop-timeout 15 console-app
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
# Builds, because package.json has a prepare script.
RUN npm ci && npm prune --omit=dev --ignore-scripts

FROM node:24-bookworm-slim
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/bin ./bin
COPY --from=build /app/conf ./conf
COPY --from=build /app/db ./db
# The app belongs to root, and its data to the user that runs it.
RUN install -d -m 0700 -o node -g node /data
ENV NODE_ENV=production APP_HOME=/data LANG=C.UTF-8
USER node
VOLUME /data
EXPOSE 8080
# The server is process 1, so it gets the signal of `docker stop`.
ENTRYPOINT ["node", "bin/serve.js"]
CMD ["--host", "0.0.0.0", "--port", "8080"]
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["node", "bin/connect.js", "127.0.0.1:8080", "status"]
