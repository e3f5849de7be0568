create table "settingChanges" ("id" text collate "C" primary key, "setting" text collate "C" not null, "value" text collate "C" not null, "state" text collate "C" not null, "proposedBy" text collate "C" not null, "proposedAt" bigint not null, "decidedBy" text collate "C", "decidedAt" bigint);
create unique index "settingChanges_proposed" on "settingChanges" ("setting") where "state" = 'proposed';
create index "settingChanges_setting" on "settingChanges" ("setting", "state", "decidedAt");
create table "sealDesigns" ("creditCode" text collate "C" not null references "companies" ("creditCode"), "kind" text collate "C" not null, "design" text collate "C" not null, "savedBy" text collate "C" not null, "savedAt" bigint not null, constraint "sealDesigns_primary" primary key ("creditCode", "kind"));
create index "accounts_search" on "accounts" ("createdAt", "id", "mobile", "identifiedAt");
create index "seals_serial" on "seals" ("serial", "id", "kind");
create index "orders_creditCode" on "orders" ("creditCode", "createdAt", "id");
drop index "certificates_search";
create index "certificates_search" on "certificates" ("issuedAt" desc, "serial", "company", "creditCode", "person", "usage", "notAfter", "revokedAt");
