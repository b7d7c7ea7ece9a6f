-- CreateTable
CREATE TABLE "slack_install_states" (
    "state_hash" TEXT NOT NULL,
    "session_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "slack_install_states_pkey" PRIMARY KEY ("state_hash")
);
