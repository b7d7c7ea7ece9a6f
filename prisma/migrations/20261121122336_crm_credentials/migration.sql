-- CreateTable
CREATE TABLE "crm_credentials" (
    "connection_id" UUID NOT NULL,
    "sealed" BYTEA NOT NULL,
    "scopes" TEXT[],
    "version" INTEGER NOT NULL DEFAULT 1,
    "connected_by" TEXT NOT NULL,
    "connected_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "crm_credentials_pkey" PRIMARY KEY ("connection_id")
);

-- CreateTable
CREATE TABLE "crm_consents" (
    "state_hash" TEXT NOT NULL,
    "session_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "crm_consents_pkey" PRIMARY KEY ("state_hash")
);
