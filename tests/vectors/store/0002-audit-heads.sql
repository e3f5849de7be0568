CREATE TABLE "kysely_migration" ("name" varchar(255) not null primary key, "timestamp" varchar(255) not null);
CREATE TABLE "kysely_migration_lock" ("id" varchar(255) not null primary key, "is_locked" integer default 0 not null);
CREATE TABLE "companies" ("creditCode" text primary key, "name" text not null, "createdAt" bigint not null);
CREATE TABLE "certificates" ("serial" text primary key, "fingerprint" text not null unique, "keyId" text not null unique, "usage" text not null, "orderId" text not null, "creditCode" text not null references "companies" ("creditCode"), "company" text not null, "person" text not null, "notBefore" bigint not null, "notAfter" bigint not null, "issuedAt" bigint not null, "der" blob not null, "revokedAt" bigint, "revocationReason" integer);
CREATE INDEX "certificates_issuedAt" on "certificates" ("issuedAt");
CREATE INDEX "certificates_creditCode" on "certificates" ("creditCode");
CREATE TABLE "escrow" ("serial" text primary key references "certificates" ("serial"), "entry" blob not null, "createdAt" bigint not null);
CREATE TABLE "shares" ("id" text primary key, "sealed" blob not null, "verifier" blob not null, "tries" integer not null, "createdAt" bigint not null, "changedAt" bigint not null);
CREATE TABLE "seals" ("id" text primary key, "serial" text not null references "certificates" ("serial"), "kind" text not null, "record" blob not null, "createdAt" bigint not null);
CREATE TABLE "crls" ("authority" text primary key, "number" bigint not null, "der" blob not null, "thisUpdate" bigint not null, "nextUpdate" bigint not null);
CREATE TABLE "audit" ("n" integer primary key, "at" bigint not null, "actor" text not null, "action" text not null, "facts" text not null, "hash" text not null);
CREATE TRIGGER "audit_no_update" before update on audit
        begin select raise(abort, 'the audit log is append-only'); end;
CREATE TRIGGER "audit_no_delete" before delete on audit
        begin select raise(abort, 'the audit log is append-only'); end;
CREATE TABLE "officers" ("name" text primary key, "password" text not null, "createdAt" bigint not null);
CREATE TABLE "sessions" ("token" text primary key, "officer" text not null references "officers" ("name"), "csrf" text not null, "createdAt" bigint not null, "seenAt" bigint not null);
CREATE TABLE "auditHeads" ("n" integer primary key, "hash" text not null, "at" bigint not null, "signature" blob not null);
CREATE TRIGGER "auditHeads_no_update" before update on "auditHeads"
        begin select raise(abort, 'the audit log is append-only'); end;
CREATE TRIGGER "auditHeads_no_delete" before delete on "auditHeads"
        begin select raise(abort, 'the audit log is append-only'); end;
