package io.hongyan.cloud.rules;

import io.hongyan.broker.auth.Rules;

/// An instance as of one state of the metadata. A new state brings a new view even where the instance is the same,
/// since keys may have changed: what was decided under another view is decided again.
///
/// @param rules the same ones as long as the charter is the same
public record View(Charter charter, Rules rules) {}
