create table "placedOrders" ("id" text collate "C" primary key, "organisation" text collate "C" not null, "digest" text collate "C" not null, "content" text collate "C" not null, "state" text collate "C" not null, "answer" text collate "C", "error" text collate "C", "tries" integer not null, "dueAt" bigint not null, "createdAt" bigint not null);
create index "placedOrders_due" on "placedOrders" ("state", "dueAt");
create table "receivedOrders" ("id" text collate "C" primary key, "front" text collate "C" not null, "digest" text collate "C" not null, "content" text collate "C" not null, "state" text collate "C" not null, "reason" text collate "C", "answer" text collate "C", "receivedAt" bigint not null, "decidedAt" bigint);
create index "receivedOrders_state" on "receivedOrders" ("state", "receivedAt");
create table "fronts" ("fingerprint" text collate "C" primary key, "name" text collate "C" not null, "certificate" text collate "C" not null, "addedAt" bigint not null);
