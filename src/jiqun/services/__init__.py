"""Public services for firms: their kinds, appointments, satisfaction, vouchers; without Django."""
