"""Where the conduct sought is likely during a sortie, on an equal-area grid."""
