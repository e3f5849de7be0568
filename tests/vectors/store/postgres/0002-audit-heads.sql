create table "auditHeads" ("n" integer primary key, "hash" text collate "C" not null, "at" bigint not null, "signature" bytea not null);
create or replace function append_only() returns trigger language plpgsql as
      'begin raise exception ''the audit log is append-only''; end';
create trigger "auditHeads_append_only" before update or delete or truncate
      on "auditHeads" for each statement execute function append_only();
