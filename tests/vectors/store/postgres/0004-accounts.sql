create table "accounts" ("id" text collate "C" primary key, "mobile" text collate "C" not null unique, "password" text collate "C", "wechat" text collate "C" unique, "createdAt" bigint not null, "person" bytea, "personIndex" text collate "C", "identifiedAt" bigint);
create index "accounts_personIndex" on "accounts" ("personIndex");
create table "accountSessions" ("token" text collate "C" primary key, "id" text collate "C" not null unique, "account" text collate "C" not null references "accounts" ("id"), "csrf" text collate "C" not null, "device" text collate "C" not null, "createdAt" bigint not null, "seenAt" bigint not null);
create index "accountSessions_account" on "accountSessions" ("account");
create table "smsCodes" ("ticket" text collate "C" primary key, "mobile" text collate "C" not null, "purpose" text collate "C" not null, "hash" text collate "C" not null, "tries" integer not null, "expiresAt" bigint not null);
create table "tries" ("key" text collate "C" primary key, "used" integer not null, "until" bigint not null);
create table "identityChecks" ("certifyId" text collate "C" primary key, "account" text collate "C" not null references "accounts" ("id"), "person" bytea not null, "createdAt" bigint not null);
create table "identityProofs" ("id" text collate "C" primary key, "account" text collate "C" not null references "accounts" ("id"), "method" text collate "C" not null, "provenAt" bigint not null);
create index "identityProofs_account" on "identityProofs" ("account");
