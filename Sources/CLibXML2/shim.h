// The Unicode library that this libxml2 may have been built with declares types that Foundation
// declares otherwise, and a program that sees both does not always compile. Nothing that is used
// here has a part that depends on it.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
