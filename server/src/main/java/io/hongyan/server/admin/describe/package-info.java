/// What each operation of the administration takes and answers, as it is written down in `*.txt` beside this package:
/// requests are checked against it, and it becomes the OpenAPI description.
@NullMarked
package io.hongyan.server.admin.describe;

import org.jspecify.annotations.NullMarked;
