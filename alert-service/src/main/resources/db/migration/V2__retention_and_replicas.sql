-- The text of a finished message goes after a while; the row and its receipts, which are the proof, stay.
ALTER TABLE outbox ALTER COLUMN payload DROP NOT NULL;
ALTER TABLE outbox ADD CHECK (state <> 'pending' OR payload IS NOT NULL);
CREATE INDEX outbox_text ON outbox (finished_at) WHERE state <> 'pending' AND payload IS NOT NULL;

-- The numbers above the list and the gauges, without reading the alerts themselves.
CREATE INDEX alert_open ON alert (unit, severity, assignee) WHERE status <> 'closed';

-- Also for a session that plays a replica, whose ordinary triggers do not fire.
ALTER TABLE timeline_entry ENABLE ALWAYS TRIGGER timeline_entry_append_only;
ALTER TABLE delivery_receipt ENABLE ALWAYS TRIGGER delivery_receipt_append_only;
