"""What flies and from where: aircraft, their sensors, airfields."""
