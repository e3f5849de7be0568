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
CREATE TABLE "officers" ("name" text primary key, "password" text not null, "createdAt" bigint not null, "roles" text default 'reviewer authority auditor administrator' not null, "disabledAt" bigint, "isTemporary" bigint default 0 not null, "tries" bigint default 0 not null, "triedAt" bigint default 0 not null, "secret" blob, "factorAt" bigint, "lastStep" bigint);
CREATE TABLE "sessions" ("token" text primary key, "officer" text not null references "officers" ("name"), "csrf" text not null, "createdAt" bigint not null, "seenAt" bigint not null, "provenAt" bigint);
CREATE TABLE "auditHeads" ("n" integer primary key, "hash" text not null, "at" bigint not null, "signature" blob not null);
CREATE TRIGGER "auditHeads_no_update" before update on "auditHeads"
        begin select raise(abort, 'the audit log is append-only'); end;
CREATE TRIGGER "auditHeads_no_delete" before delete on "auditHeads"
        begin select raise(abort, 'the audit log is append-only'); end;
CREATE TABLE "recoveryCodes" ("officer" text not null references "officers" ("name"), "hash" text not null, constraint "recoveryCodes_primary" primary key ("officer", "hash"));
CREATE TABLE "accounts" ("id" text primary key, "mobile" text not null unique, "password" text, "wechat" text unique, "createdAt" bigint not null, "person" blob, "personIndex" text, "identifiedAt" bigint);
CREATE INDEX "accounts_personIndex" on "accounts" ("personIndex");
CREATE TABLE "accountSessions" ("token" text primary key, "id" text not null unique, "account" text not null references "accounts" ("id"), "csrf" text not null, "device" text not null, "createdAt" bigint not null, "seenAt" bigint not null);
CREATE INDEX "accountSessions_account" on "accountSessions" ("account");
CREATE TABLE "smsCodes" ("ticket" text primary key, "mobile" text not null, "purpose" text not null, "hash" text not null, "tries" integer not null, "expiresAt" bigint not null);
CREATE TABLE "tries" ("key" text primary key, "used" integer not null, "until" bigint not null);
CREATE TABLE "identityChecks" ("certifyId" text primary key, "account" text not null references "accounts" ("id"), "person" blob not null, "createdAt" bigint not null);
CREATE TABLE "identityProofs" ("id" text primary key, "account" text not null references "accounts" ("id"), "method" text not null, "provenAt" bigint not null);
CREATE INDEX "identityProofs_account" on "identityProofs" ("account");
CREATE TABLE "applications" ("id" text primary key, "account" text not null references "accounts" ("id"), "kind" text not null, "creditCode" text not null, "company" text not null, "state" text not null, "version" integer not null, "approvedBy" text, "form" blob not null, "createdAt" bigint not null, "changedAt" bigint not null, "submittedAt" bigint);
CREATE INDEX "applications_account" on "applications" ("account");
CREATE INDEX "applications_creditCode" on "applications" ("creditCode");
CREATE INDEX "applications_state" on "applications" ("state", "submittedAt");
CREATE UNIQUE INDEX "applications_open" on "applications" ("account", "creditCode", "kind") where "state" not in ('issued', 'withdrawn', 'rejected', 'expired');
CREATE TABLE "applicationHistory" ("application" text not null references "applications" ("id"), "n" integer not null, "at" bigint not null, "event" text not null, "state" text not null, "role" text not null, "actor" text not null, "note" blob, constraint "applicationHistory_primary" primary key ("application", "n"));
CREATE TRIGGER "applicationHistory_no_update" before update on "applicationHistory"
        begin select raise(abort, 'the audit log is append-only'); end;
CREATE TRIGGER "applicationHistory_no_delete" before delete on "applicationHistory"
        begin select raise(abort, 'the audit log is append-only'); end;
CREATE TABLE "members" ("application" text primary key references "applications" ("id"), "creditCode" text not null references "companies" ("creditCode"), "account" text not null references "accounts" ("id"), "role" text not null, "since" bigint not null, "endedAt" bigint);
CREATE UNIQUE INDEX "members_administrator" on "members" ("creditCode") where "role" = 'administrator' and "endedAt" is null;
CREATE UNIQUE INDEX "members_once" on "members" ("account", "creditCode") where "endedAt" is null;
CREATE TABLE "uploads" ("id" text primary key, "account" text not null references "accounts" ("id"), "purpose" text not null, "type" text not null, "size" integer not null, "application" text references "applications" ("id"), "createdAt" bigint not null);
CREATE INDEX "uploads_account" on "uploads" ("account");
CREATE INDEX "uploads_application" on "uploads" ("application");
CREATE TABLE "outbox" ("id" text primary key, "account" text not null references "accounts" ("id"), "application" text not null references "applications" ("id"), "kind" text not null, "at" bigint not null, "deliveredAt" bigint);
CREATE INDEX "outbox_waiting" on "outbox" ("at", "id") where "deliveredAt" is null;
CREATE TABLE "messages" ("id" text primary key, "account" text not null references "accounts" ("id"), "application" text not null references "applications" ("id"), "kind" text not null, "at" bigint not null, "readAt" bigint);
CREATE INDEX "messages_account" on "messages" ("account", "at", "id");
CREATE TABLE "orders" ("id" text primary key, "account" text not null references "accounts" ("id"), "application" text not null, "kind" text not null, "organisation" text not null, "creditCode" text not null, "company" text not null, "fen" bigint not null, "state" text not null, "channel" text, "begunAt" bigint, "transactionId" text unique, "refundReason" text, "createdAt" bigint not null, "expiresAt" bigint not null, "paidAt" bigint, "endedAt" bigint, "dueAt" bigint);
CREATE UNIQUE INDEX "orders_open" on "orders" ("application") where "state" in ('created', 'awaiting', 'paid');
CREATE INDEX "orders_account" on "orders" ("account", "createdAt", "id");
CREATE INDEX "orders_createdAt" on "orders" ("createdAt", "id");
CREATE INDEX "orders_dueAt" on "orders" ("dueAt") where "dueAt" is not null;
CREATE TABLE "orderEvents" ("order" text not null references "orders" ("id"), "kind" text not null, "at" bigint not null, "handledAt" bigint, constraint "orderEvents_primary" primary key ("order", "kind"));
CREATE INDEX "orderEvents_pending" on "orderEvents" ("at") where "handledAt" is null;
CREATE TABLE "paymentNotices" ("id" text primary key, "order" text not null, "verdict" text not null, "at" bigint not null);
CREATE TABLE "invoices" ("id" text primary key, "order" text not null references "orders" ("id"), "account" text not null references "accounts" ("id"), "title" text not null, "taxNumber" text not null, "email" text not null, "fen" bigint not null, "state" text not null, "number" text, "failure" text, "replaces" text references "invoices" ("id"), "replacement" text, "reversal" text, "createdAt" bigint not null, "issuedAt" bigint, "endedAt" bigint, "dueAt" bigint);
CREATE UNIQUE INDEX "invoices_open" on "invoices" ("order") where "state" in ('waiting', 'requested', 'issuing', 'issued', 'reversing');
CREATE INDEX "invoices_account" on "invoices" ("account", "createdAt", "id");
CREATE INDEX "invoices_createdAt" on "invoices" ("createdAt", "id");
CREATE INDEX "invoices_dueAt" on "invoices" ("dueAt") where "dueAt" is not null;
CREATE TABLE "invoiceFiles" ("invoice" text not null references "invoices" ("id"), "kind" text not null, "bytes" blob not null, constraint "invoiceFiles_primary" primary key ("invoice", "kind"));
