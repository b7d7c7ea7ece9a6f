-- DropTable
DROP TABLE "crm_consents";

-- DropTable
DROP TABLE "slack_install_states";

-- CreateTable
CREATE TABLE "consents" (
    "state_hash" TEXT NOT NULL,
    "session_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "consents_pkey" PRIMARY KEY ("state_hash")
);
