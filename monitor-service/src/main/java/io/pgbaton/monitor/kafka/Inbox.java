package io.pgbaton.monitor.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecords;

/// Takes what was read. For a reader with a group: when it returns, the records are stored and never come again.
interface Inbox {
    void take(ConsumerRecords<byte[], byte[]> records) throws InterruptedException;
}
