alter table "officers" add column "mobile" text collate "C";
create unique index "officers_mobile" on "officers" ("mobile");
