create table "applications" ("id" text collate "C" primary key, "account" text collate "C" not null references "accounts" ("id"), "kind" text collate "C" not null, "creditCode" text collate "C" not null, "company" text collate "C" not null, "state" text collate "C" not null, "version" integer not null, "approvedBy" text collate "C", "form" bytea not null, "createdAt" bigint not null, "changedAt" bigint not null, "submittedAt" bigint);
create index "applications_account" on "applications" ("account");
create index "applications_creditCode" on "applications" ("creditCode");
create index "applications_state" on "applications" ("state", "submittedAt");
create unique index "applications_open" on "applications" ("account", "creditCode", "kind") where "state" not in ('issued', 'withdrawn', 'rejected', 'expired');
create table "applicationHistory" ("application" text collate "C" not null references "applications" ("id"), "n" integer not null, "at" bigint not null, "event" text collate "C" not null, "state" text collate "C" not null, "role" text collate "C" not null, "actor" text collate "C" not null, "note" bytea, constraint "applicationHistory_primary" primary key ("application", "n"));
create or replace function append_only() returns trigger language plpgsql as
      'begin raise exception ''the audit log is append-only''; end';
create trigger "applicationHistory_append_only" before update or delete or truncate
      on "applicationHistory" for each statement execute function append_only();
create table "members" ("application" text collate "C" primary key references "applications" ("id"), "creditCode" text collate "C" not null references "companies" ("creditCode"), "account" text collate "C" not null references "accounts" ("id"), "role" text collate "C" not null, "since" bigint not null, "endedAt" bigint);
create unique index "members_administrator" on "members" ("creditCode") where "role" = 'administrator' and "endedAt" is null;
create unique index "members_once" on "members" ("account", "creditCode") where "endedAt" is null;
create table "uploads" ("id" text collate "C" primary key, "account" text collate "C" not null references "accounts" ("id"), "purpose" text collate "C" not null, "type" text collate "C" not null, "size" integer not null, "application" text collate "C" references "applications" ("id"), "createdAt" bigint not null);
create index "uploads_account" on "uploads" ("account");
create index "uploads_application" on "uploads" ("application");
create table "outbox" ("id" text collate "C" primary key, "account" text collate "C" not null references "accounts" ("id"), "application" text collate "C" not null references "applications" ("id"), "kind" text collate "C" not null, "at" bigint not null, "deliveredAt" bigint);
create index "outbox_waiting" on "outbox" ("at", "id") where "deliveredAt" is null;
create table "messages" ("id" text collate "C" primary key, "account" text collate "C" not null references "accounts" ("id"), "application" text collate "C" not null references "applications" ("id"), "kind" text collate "C" not null, "at" bigint not null, "readAt" bigint);
create index "messages_account" on "messages" ("account", "at", "id");
