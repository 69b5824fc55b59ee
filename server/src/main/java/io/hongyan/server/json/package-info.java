/// JSON as plain maps, lists, texts and numbers: for small files and small requests.
@NullMarked
package io.hongyan.server.json;

import org.jspecify.annotations.NullMarked;
