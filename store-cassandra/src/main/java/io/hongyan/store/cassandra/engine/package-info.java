/// The driver of Cassandra: the connection, the tables, the statements, and what a fault means.
@NullMarked
package io.hongyan.store.cassandra.engine;

import org.jspecify.annotations.NullMarked;
