create table "companies" ("creditCode" text collate "C" primary key, "name" text collate "C" not null, "createdAt" bigint not null);
create table "certificates" ("serial" text collate "C" primary key, "fingerprint" text collate "C" not null unique, "keyId" text collate "C" not null unique, "usage" text collate "C" not null, "orderId" text collate "C" not null, "creditCode" text collate "C" not null references "companies" ("creditCode"), "company" text collate "C" not null, "person" text collate "C" not null, "notBefore" bigint not null, "notAfter" bigint not null, "issuedAt" bigint not null, "der" bytea not null, "revokedAt" bigint, "revocationReason" integer);
create index "certificates_issuedAt" on "certificates" ("issuedAt");
create index "certificates_creditCode" on "certificates" ("creditCode");
create table "escrow" ("serial" text collate "C" primary key references "certificates" ("serial"), "entry" bytea not null, "createdAt" bigint not null);
create table "shares" ("id" text collate "C" primary key, "sealed" bytea not null, "verifier" bytea not null, "tries" integer not null, "createdAt" bigint not null, "changedAt" bigint not null);
create table "seals" ("id" text collate "C" primary key, "serial" text collate "C" not null references "certificates" ("serial"), "kind" text collate "C" not null, "record" bytea not null, "createdAt" bigint not null);
create table "crls" ("authority" text collate "C" primary key, "number" bigint not null, "der" bytea not null, "thisUpdate" bigint not null, "nextUpdate" bigint not null);
create table "audit" ("n" integer primary key, "at" bigint not null, "actor" text collate "C" not null, "action" text collate "C" not null, "facts" text collate "C" not null, "hash" text collate "C" not null);
create or replace function append_only() returns trigger language plpgsql as
      'begin raise exception ''the audit log is append-only''; end';
create trigger "audit_append_only" before update or delete or truncate
      on "audit" for each statement execute function append_only();
create table "officers" ("name" text collate "C" primary key, "password" text collate "C" not null, "createdAt" bigint not null);
create table "sessions" ("token" text collate "C" primary key, "officer" text collate "C" not null references "officers" ("name"), "csrf" text collate "C" not null, "createdAt" bigint not null, "seenAt" bigint not null);
