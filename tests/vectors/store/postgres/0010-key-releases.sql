create table "keyReleases" ("orderId" text collate "C" not null, "serial" text collate "C" not null, "recipient" text collate "C" not null, "envelope" bytea, "createdAt" bigint not null, "releasedAt" bigint, constraint "keyReleases_id" primary key ("orderId", "serial"));
create index "keyReleases_waiting" on "keyReleases" ("releasedAt", "createdAt");
