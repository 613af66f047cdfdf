-- A resource (RFC 8707) is named by one application alone: its name decides who reads a token.
CREATE UNIQUE INDEX application_resource_key ON "application" ((metadata ->> 'resource')) WHERE metadata ? 'resource';
