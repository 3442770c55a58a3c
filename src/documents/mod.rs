//! Assessment and template become a document tree, free of any format.
