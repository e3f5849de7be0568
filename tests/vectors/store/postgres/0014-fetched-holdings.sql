alter table "holdings" add column "fetchedAt" bigint;
update "holdings" set "fetchedAt" = "issuedAt";
