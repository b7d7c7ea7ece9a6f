-- A deal that is won for the first time is looked for among the renewals that we made.
CREATE INDEX "effects_renewals" ON "effects" ((result->>'id')) WHERE kind = 'crm_renewal_deal';
