create index "companies_search" on "companies" ("createdAt", "creditCode", "name");
drop index "certificates_issuedAt";
create index "certificates_search" on "certificates" ("issuedAt" desc, "serial", "company", "creditCode", "person");
create index "certificates_state" on "certificates" ("revokedAt", "notAfter", "notBefore");
create index "audit_action" on "audit" ("action", "n");
